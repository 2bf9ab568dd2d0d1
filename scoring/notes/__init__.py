"""What is said of a pair: findings put into sentences."""
