package room_test

import (
	"maps"
	"slices"

	"alcove/room"
)

// The account of observers: whom the group was asked about, and who has agreed.

// observed are the questions of a session, and who helps in it from outside.
type observed struct {
	helping map[room.VisitID]bool
	last    room.ObserverNumber
	asks    []*consent
}

type consent struct {
	number room.ObserverNumber
	name   string
	visit  room.VisitID
	agrees map[string]bool
}

// observe brings Otto in, with everybody's yes.
func (m *machine) observe() {
	m.command("Dana", room.Admit{Waiting: m.waiting("Otto")})
	for _, name := range []string{"Ana", "Ben"} {
		m.command(name, room.AnswerObserver{Observer: 1, Agree: true})
	}
	m.require(m.look().seated("Otto"), "Otto is not in the circle")
}

// ready lists whom AdmitAll must let in.
func (m *machine) ready(before scene) []room.VisitID {
	free, entering := m.Group().ClientMax, map[string]bool{}
	for _, s := range before.circle {
		if counted(m.known[nameOf(s.Person)]) {
			free--
		}
	}
	var list []room.VisitID
	for i, w := range before.list {
		v := before.lobby[i]
		name := ownerOf(v)
		switch {
		case !w.Ready, w.Reconnecting, w.Held, w.SecondDevice, seatless(w.Role), entering[name]:
			continue
		case counted(w.Role) && free == 0:
			continue
		case counted(w.Role):
			free--
		}
		entering[name] = true
		list = append(list, v)
	}
	return list
}

// seatless says whether "let everybody in" passes over a role.
func seatless(r room.Role) bool { return r == room.RoleTechHelper || r == room.RoleObserver }

// writeAdmit notes that staff let somebody in, and returns who may enter by it. About an observer the group is asked.
func (m *machine) writeAdmit(before scene, v room.VisitID) []room.VisitID {
	name := ownerOf(v)
	switch m.known[name] {
	case room.RoleObserver:
	case room.RoleTechHelper:
		m.observed.helping[v] = true
		return nil
	default:
		return []room.VisitID{v}
	}
	q := m.observed.about(name)
	if q == nil {
		m.observed.last++
		q = &consent{number: m.observed.last, name: name, agrees: map[string]bool{}}
		m.observed.asks = append(m.observed.asks, q)
	}
	q.visit = v
	if before.seated(name) {
		return []room.VisitID{v}
	}
	return m.letIn(before, q)
}

// writeAnswer notes a client's answer, and returns who may enter by it.
func (m *machine) writeAnswer(before scene, name string, c room.AnswerObserver) []room.VisitID {
	m.require(counted(m.known[name]) && before.seated(name), "somebody answers who isn't asked")
	i := slices.IndexFunc(m.observed.asks, func(q *consent) bool { return q.number == c.Observer })
	m.require(i >= 0, "an answer to no question")
	q := m.observed.asks[i]
	q.agrees[name] = c.Agree
	if !c.Agree || before.seated(q.name) {
		return nil
	}
	return m.letIn(before, q)
}

// letIn is the observer's browser, if nothing keeps it out.
func (m *machine) letIn(before scene, q *consent) []room.VisitID {
	i := slices.Index(before.lobby, q.visit)
	if i < 0 || len(before.list) == 0 || !before.list[i].Ready || m.lost[q.visit] || !m.gone.IsZero() || !m.agreed(before, q) {
		return nil
	}
	return []room.VisitID{q.visit}
}

func (m *machine) agreed(now scene, q *consent) bool {
	return !slices.ContainsFunc(now.circle, func(s room.Stage) bool {
		return counted(m.known[nameOf(s.Person)]) && !q.agrees[nameOf(s.Person)]
	})
}

func (o observed) about(name string) *consent {
	if i := slices.IndexFunc(o.asks, func(q *consent) bool { return q.name == name }); i >= 0 {
		return o.asks[i]
	}
	return nil
}

// end forgets a question.
func (o *observed) end(name string) {
	o.asks = slices.DeleteFunc(o.asks, func(q *consent) bool { return q.name == name })
}

// closeQuestions forgets the questions about observers who are gone or were moved out by staff.
func (m *machine) closeQuestions() {
	m.observed.asks = slices.DeleteFunc(m.observed.asks, func(q *consent) bool {
		there := slices.Contains(m.Visits(), q.visit)
		return !m.running || m.known[q.name] != room.RoleObserver || !there
	})
	maps.DeleteFunc(m.observed.helping, func(v room.VisitID, _ bool) bool { return !slices.Contains(m.Visits(), v) })
	for _, q := range m.observed.asks {
		maps.DeleteFunc(q.agrees, func(name string, _ bool) bool { return !counted(m.known[name]) })
	}
}

// helped holds that a helper whom staff let help is named to the circle, and reads of nothing but seats and lines.
func (m *machine) helped(now scene) {
	var helpers []string
	for _, v := range m.Visits() {
		view, _ := m.View(v)
		helps := m.observed.helping[v] && m.known[ownerOf(v)] == room.RoleTechHelper
		m.require(view.You.Helping == helps && (len(view.Lines) > 0) == (helps && len(now.circle) > 0), "lines are shown, or not")
		m.require(!helps || view.Place == room.PlaceLobby, "a helper is in the circle")
		if helps && !slices.Contains(helpers, ownerOf(v)) {
			helpers = append(helpers, ownerOf(v))
		}
	}
	for _, s := range now.circle {
		view, _ := m.View(s.Visit)
		m.require(len(view.Helpers) == len(helpers), "somebody helps who isn't named, or is named and doesn't")
	}
}

// consented holds that an observer sits with everybody's yes, and that each sees their own answer and nobody else's.
func (m *machine) consented(now scene) {
	for _, s := range now.circle {
		if m.known[nameOf(s.Person)] == room.RoleObserver {
			q := m.observed.about(nameOf(s.Person))
			m.require(q != nil && m.agreed(now, q), "an observer sits without everybody's yes")
		}
		view, _ := m.View(s.Visit)
		asked := 0
		if counted(m.known[nameOf(s.Person)]) {
			asked = len(m.observed.asks)
		}
		m.require(len(view.You.Observers) == asked, "somebody is asked about another number of observers")
		for i, ask := range view.You.Observers {
			q, want := m.observed.asks[i], room.ObserverUnanswered
			if agrees, answered := q.agrees[nameOf(s.Person)]; answered {
				want = map[bool]room.ObserverAnswer{true: room.ObserverAgreed, false: room.ObserverDeclined}[agrees]
			}
			m.require(ask.Observer == q.number && ask.Answer == want && ask.Here == now.seated(q.name), "a wrong question")
		}
	}
}
