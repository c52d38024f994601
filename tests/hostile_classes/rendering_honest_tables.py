# attack: none: a table, a list, mathematics and a figure
# family: rendering
# base: solved
# points: 7
# control: yes
# shows: (?s)<td>203</td>.*<strong>Bold</strong>
# %% last
import matplotlib.pyplot as plt
from IPython.display import HTML, Markdown
rows = "".join("<tr>" + "".join(f"<td>{row * column}</td>" for column in range(8)) + "</tr>" for row in range(30))
display(HTML(f"<table border=1><tbody>{rows}</tbody></table>"))
display(Markdown("**Bold** and\n\n- one\n- two\n\nand $x^2$"))
plt.plot([1, 4, 9])
plt.show()
