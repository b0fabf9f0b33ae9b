"""The agent's tools on Discord's side: what they reach there, and how people answer them."""
