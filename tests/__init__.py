"""What the whole house promises, told from outside its folders."""
