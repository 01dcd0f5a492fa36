package room

import "time"

// How long a session is planned to take. The plan ends nothing.
const (
	MinLength     = 15 * time.Minute
	DefaultLength = 75 * time.Minute
	MaxLength     = 240 * time.Minute
)

// MaxObjective is how long a session's objective may be, in characters.
const MaxObjective = 140

// agenda is what a session is for, and how long it is planned to take. Every page reads the time that is left from when
// it began, by the server's clock. The zero value: no session runs, or one that began before there was this.
type agenda struct {
	objective Text // none: an open agenda
	began     time.Time
	length    time.Duration
}

// plan is what a session begins with: an objective, or word that the agenda is open. Length 0 is the group's own.
func (r *Room) plan(now time.Time, c Start) (agenda, error) {
	objective, err := c.Objective.clean(MaxObjective)
	if err != nil || (objective == Text{}) != c.Open {
		return agenda{}, ErrObjective
	}
	length := c.Length
	if length == 0 {
		length = r.group.length()
	}
	if !plannable(length) {
		return agenda{}, ErrLength
	}
	return agenda{objective: objective, began: now, length: length}, nil
}

// setLength plans the running session anew, counted from its beginning.
func (r *Room) setLength(length time.Duration) error {
	switch {
	case !r.running || r.agenda.began.IsZero():
		return ErrNotStarted
	case !plannable(length):
		return ErrLength
	}
	r.agenda.length = length
	return nil
}

// plannable says whether a session may be planned so long: whole minutes, from MinLength to MaxLength.
func plannable(length time.Duration) bool {
	return length >= MinLength && length <= MaxLength && length%time.Minute == 0
}

// length is how long the group's sessions are planned to take.
func (g Group) length() time.Duration {
	if g.Length == 0 {
		return DefaultLength
	}
	return g.Length
}

// AgendaView is what the circle is told of its session. The zero value: none runs.
type AgendaView struct {
	Objective Text // none: an open agenda
	Began     time.Time
	Length    time.Duration
}

// savedAgenda is absent where no session runs, and in rooms that were saved before one was planned.
type savedAgenda struct {
	Objective string        `json:"objective,omitempty"`
	Began     time.Time     `json:"began"`
	Length    time.Duration `json:"length"`
}

func (a agenda) save() savedAgenda { return savedAgenda{a.objective.Reveal(), a.began, a.length} }

func (s savedAgenda) restore() agenda {
	return agenda{objective: TextOf(s.Objective), began: s.Began, length: s.Length}
}
