double power();
