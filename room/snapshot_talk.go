package room

import (
	"maps"
	"slices"
	"time"
)

// savedTalkTime is what a restarted server needs to go on counting: durations and counts of the running session alone.
type savedTalkTime struct {
	Began    time.Time   `json:"began"`
	Silences int         `json:"silences,omitempty"`
	Long     int         `json:"long,omitempty"`
	People   []savedTalk `json:"people,omitempty"`
}

type savedTalk struct {
	Person  string        `json:"person"`
	Role    string        `json:"role"`
	Spoken  time.Duration `json:"spoken,omitempty"`
	Turns   int           `json:"turns,omitempty"`
	Brief   int           `json:"brief,omitempty"`
	Last    time.Time     `json:"last,omitzero"`
	Doubted bool          `json:"doubted,omitempty"`
	Voice   time.Duration `json:"voice,omitempty"`
	Ended   time.Time     `json:"ended,omitzero"`
	Present time.Duration `json:"present,omitempty"`
	Since   time.Time     `json:"since,omitzero"`
}

// save returns nil outside a session: nothing of an earlier one is kept.
func (t *talkTime) save() *savedTalkTime {
	if t.began.IsZero() {
		return nil
	}
	saved := &savedTalkTime{Began: t.began, Silences: t.silences, Long: t.long}
	for _, id := range slices.Sorted(maps.Keys(t.people)) {
		one := t.people[id]
		saved.People = append(saved.People, savedTalk{
			string(id), string(one.role), one.spoken, one.turns, one.brief, one.last, one.doubted,
			one.voice, one.ended, one.present, one.since,
		})
	}
	return saved
}

// restore of nothing is a session without figures, as one is that was saved before there were any.
func (s *savedTalkTime) restore() talkTime {
	if s == nil {
		return talkTime{}
	}
	t := talkTime{began: s.Began, silences: s.Silences, long: s.Long, people: map[PersonID]*talk{}}
	for _, p := range s.People {
		t.people[PersonID(p.Person)] = &talk{
			role: Role(p.Role), spoken: p.Spoken, turns: p.Turns, brief: p.Brief, last: p.Last, doubted: p.Doubted,
			voice: p.Voice, ended: p.Ended, present: p.Present, since: p.Since,
		}
	}
	return t
}
