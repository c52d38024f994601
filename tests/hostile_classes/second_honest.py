# attack: none: handed in again, and better
# family: second run
# base: blank
# points: 0
# control: yes
# then: 7
# %% again
(folder / name).write_text((neighbour / name).read_text().replace("ursula-says-", "I-say-so-"))
(folder / "plan.txt").write_text("the sum last")
