struct node;

void node_append(struct node *list, struct node *item);
