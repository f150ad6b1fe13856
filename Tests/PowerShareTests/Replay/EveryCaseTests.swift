import Testing

@testable import PowerShare

/// Tables with a place for each case of an enumeration have a place for every case.
@Suite struct EveryCaseTests {
  @Test(arguments: LimitedBy.allCases)
  func `a limit has its own word in rows`(limit: LimitedBy) {
    let texts = LimitTexts(before: "<", after: ">")
    let start = LimitTexts.start(of: limit)
    let count = Int(texts.bytes[start])
    let word = String(decoding: texts.bytes[(start + 1)..<(start + 1 + count)], as: UTF8.self)
    #expect(word == "<\(limit.rawValue)>")
    #expect(start + ByteCursor.countedTextRoom <= texts.bytes.count)
  }

  @Test func `a stop reason has its own word`() {
    for reason in StopReason.allCases {
      #expect(reason.word.description == reason.rawValue)
    }
  }

  @Test(arguments: Curtailment.allCases)
  func `a curtailment has an energy and a place in sets`(limit: Curtailment) {
    #expect(Curtailment.allCases[limit.rawValue] == limit)
    var energies = EnergyByLimit()
    energies[limit] = .kWh(1)
    var set = CurtailmentSet()
    set.insert(limit)
    for other in Curtailment.allCases {
      #expect(energies[other] == (other == limit ? .kWh(1) : .zero))
    }
    #expect(set.removeFirst() == limit.rawValue)
    #expect(set.removeFirst() == nil)
    #expect(energies.total == .kWh(1))
    #expect(energies != EnergyByLimit())
    #expect(limit.name == "\(limit)")
  }

  @Test(arguments: EventField.allCases)
  func `an event field has its own bit and name`(field: EventField) {
    #expect(EventField.allCases[field.rawValue] == field)
    #expect(field.name == "\(field)")
    var set = EventFieldSet()
    set.insert(field)
    for other in EventField.allCases {
      #expect(set.contains(other) == (other == field))
      #expect(set.contains(place: other.rawValue) == (other == field))
    }
  }

  @Test(arguments: EventName.allCases)
  func `a kind of event has its own fields`(name: EventName) {
    for field in EventField.allCases {
      #expect(name.fields.contains(field) == name.uses(field))
    }
  }

  @Test func `rows of all columns find each field`() {
    let header: [EventField?] = EventField.allCases.filter(\.isColumn)
    var row = FastCSVRow(header, delimiter: UInt8(ascii: ","))
    let cells = header.indices.map { "value\($0)" }.joined(separator: ",")
    let text = SourceText(name: "row", text: Array("\(cells)\n        ".utf8))
    #expect(row.find(text, from: 0, LastDate()) == cells.utf8.count + 1)
    for (place, field) in header.enumerated() {
      if let field { #expect(row.take(text: field).count == "value\(place)".utf8.count) }
    }
  }
}
