"""What an operator sees of a running bot: logs with one id through a turn, metrics, health. Never words or secrets."""
