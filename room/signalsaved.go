package room

import "time"

// savedSignal is all of a signal but its words, which are saved nowhere: only that there were some.
type savedSignal struct {
	Number     int       `json:"number"`
	Person     string    `json:"person"`
	Kind       string    `json:"kind"`
	Op         uint64    `json:"op,omitempty"`
	Since      time.Time `json:"since"`
	Worded     bool      `json:"worded,omitempty"`
	Edition    int       `json:"edition,omitempty"`
	Calls      int       `json:"calls"`
	Next       time.Time `json:"next"`
	SeenBy     string    `json:"seenBy,omitempty"`
	Alone      time.Time `json:"alone,omitzero"`
	Unanswered bool      `json:"unanswered,omitempty"`
}

func saveSignals(signals []*signal) []savedSignal {
	var list []savedSignal
	for _, s := range signals {
		list = append(list, savedSignal{
			Number: int(s.number), Person: string(s.person), Kind: string(s.kind), Op: uint64(s.op), Since: s.since,
			Worded: s.lost || s.words.Reveal() != "", Edition: s.edition, Calls: s.calls, Next: s.next,
			SeenBy: string(s.seenBy), Alone: s.alone, Unanswered: s.unanswered,
		})
	}
	return list
}

// restoreSignals brings signals back without their words, and says so of those that had some.
func restoreSignals(saved []savedSignal) []*signal {
	var list []*signal
	for _, s := range saved {
		list = append(list, &signal{
			number: SignalNumber(s.Number), person: PersonID(s.Person), kind: SignalKind(s.Kind), op: Operation(s.Op),
			since: s.Since, lost: s.Worded, edition: s.Edition, calls: s.Calls, next: s.Next,
			seenBy: PersonID(s.SeenBy), alone: s.Alone, unanswered: s.Unanswered,
		})
	}
	return list
}

// soundSignals says whether restored signals keep what the rules rely on: each has its own number and a sender who is
// known, and nobody has two of a kind.
func (r *Room) soundSignals() bool {
	numbers := map[SignalNumber]bool{}
	for _, s := range r.signals {
		if numbers[s.number] || s.number < 1 || s.number > r.lastSignal || r.people[s.person] == nil ||
			r.signalOf(s.person, s.kind) != s {
			return false
		}
		numbers[s.number] = true
	}
	return true
}
