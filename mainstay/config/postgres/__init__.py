"""PostgreSQL as Django's backend has it, where short questions are not compiled first."""
