"""What an agent may be offered besides its own machine, and what it calls: values only."""
