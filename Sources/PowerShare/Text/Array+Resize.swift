extension Array {
  /// Makes the array longer or shorter, without giving its memory back.
  @inline(__always)
  mutating func resize(to count: Int, _ element: Element) {
    while self.count < count { append(element) }
    while self.count > count { removeLast() }
  }
}
