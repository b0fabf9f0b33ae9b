"""A Discord bot that puts an agent with its own Linux machine into a server's threads."""
