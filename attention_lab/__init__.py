"""What the course's notebooks import."""
