"""What the scripted agent runs on its machine: whole programs, shown to people exactly as they are run."""
