"""Models behind conventional APIs: who serves them, what each can do, and what may be asked of it."""
