/// A binary heap, which returns its lowest element in constant time.
struct MinHeap<Element: Comparable & Sendable>: Sendable {
  /// The elements as a binary tree: counted from 1, element *n* is at least element *n* ÷ 2.
  private(set) var elements: [Element] = []

  /// The lowest element; nil where there is none.
  var first: Element? { elements.first }

  /// Adds an element.
  ///
  /// - Complexity: O(log *n*), *n* the elements.
  mutating func push(_ element: Element) {
    elements.append(element)
    moveUp(from: elements.count - 1)
  }

  /// Removes the lowest element; nil where there is none.
  ///
  /// - Complexity: O(log *n*), *n* the elements.
  mutating func popFirst() -> Element? {
    guard let first = elements.first, let last = elements.popLast() else { return nil }
    if !elements.isEmpty {
      elements[0] = last
      moveDown()
    }
    return first
  }

  /// Removes all elements that do not satisfy a condition.
  ///
  /// - Complexity: O(*n* log *n*), *n* the elements.
  mutating func removeAll(where isRemoved: (Element) -> Bool) {
    elements.removeAll(where: isRemoved)
    // A sorted array is a heap.
    elements.sort()
  }

  private mutating func moveUp(from start: Int) {
    var elements = elements.mutableSpan
    let element = elements[start]
    var place = start
    while place > 0, element < elements[(place - 1) / 2] {
      elements[place] = elements[(place - 1) / 2]
      place = (place - 1) / 2
    }
    elements[place] = element
  }

  private mutating func moveDown() {
    var elements = elements.mutableSpan
    let element = elements[0]
    var place = 0
    while 2 * place + 1 < elements.count {
      var lowest = 2 * place + 1
      if lowest + 1 < elements.count, elements[lowest + 1] < elements[lowest] { lowest += 1 }
      guard elements[lowest] < element else { break }
      elements[place] = elements[lowest]
      place = lowest
    }
    elements[place] = element
  }
}
