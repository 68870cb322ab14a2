"""What it costs: prices, machines, speed, and the comparison of the API's bill with that of one's own machines."""
