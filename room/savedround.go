package room

import (
	"slices"
	"time"
)

type savedRound struct {
	Prompt string        `json:"prompt"`
	Pace   time.Duration `json:"pace"`
	Queue  []string      `json:"queue"`
	Past   []savedTurn   `json:"past"`
	Open   time.Time     `json:"open"`
	Begun  bool          `json:"begun"`
}

type savedTurn struct {
	Person string `json:"person"`
	Came   string `json:"came"`
}

// save returns the round as it is saved, without words that somebody typed.
func (d *round) save() *savedRound {
	if d == nil {
		return nil
	}
	saved := &savedRound{
		Prompt: string(d.prompt.saved()), Pace: d.pace, Queue: plain(d.queue), Open: d.open, Begun: d.begun,
	}
	for _, t := range d.past {
		saved.Past = append(saved.Past, savedTurn{string(t.person), string(t.came)})
	}
	return saved
}

func (s *savedRound) restore() *round {
	if s == nil {
		return nil
	}
	d := &round{
		prompt: Prompt{Kind: PromptKind(s.Prompt)}, pace: s.Pace, queue: people(s.Queue), open: s.Open, begun: s.Begun,
	}
	for _, t := range s.Past {
		d.past = append(d.past, turn{PersonID(t.Person), outcome(t.Came)})
	}
	return d
}

// sound says whether nobody waits for two turns, and nobody for another one after their last.
func (d *round) sound() bool {
	if d == nil {
		return true
	}
	for i, id := range d.queue {
		if id == "" || slices.Contains(d.queue[:i], id) {
			return false
		}
	}
	return !slices.ContainsFunc(d.past, func(t turn) bool { return t.came.final() && slices.Contains(d.queue, t.person) })
}
