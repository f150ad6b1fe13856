extension Array {
  /// Sets the number of elements, and keeps the memory for later growth.
  ///
  /// - Complexity: O(elements added or removed).
  @inline(__always)
  mutating func resize(to count: Int, _ element: Element) {
    while self.count < count { append(element) }
    while self.count > count { removeLast() }
  }
}
