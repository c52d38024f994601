"""What can be seen in a wrong answer, in words."""
