"""`/sessions`: the talks that a person may see, and what they may do with them."""
