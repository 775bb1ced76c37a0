"""Small reusable pieces that know nothing of the shop."""
