pub struct Node<'a> {
    next: Option<&'a Node<'a>>,
}

pub fn append(list: &mut Node, item: &Node) {
    list.next = Some(item);
}
