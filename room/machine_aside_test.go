package room_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// The account of talks in private: who is in one with whom, who was asked for one, and since when whose line is lost.
type talkAccount struct {
	with     map[string]string // both ways
	may      map[string]bool   // who of those in a talk may be heard in it
	asked    map[string]question
	lost     map[room.VisitID]time.Time
	deserted time.Time // since when no staff are there at all, while none are with the group
}

// question is what somebody was asked, and hasn't answered.
type question struct {
	by    string
	alone bool
}

func (a *talkAccount) begin() {
	a.with, a.may, a.asked = map[string]string{}, map[string]bool{}, map[string]question{}
	a.deserted = time.Time{}
}

func (m *machine) apart(name string) bool { return m.talks.with[name] != "" }

// apartFrom says whether somebody is in a talk that a reader isn't in.
func (m *machine) apartFrom(name, reader string) bool {
	return m.apart(name) && name != reader && m.talks.with[name] != reader
}

// flowing says whether something may flow where somebody is: the pause for want of staff is about the group.
func (m *machine) flowing(name string) bool { return m.paused.IsZero() || m.apart(name) }

// mayTalk says whether somebody may turn on, where they are: in a talk by that alone, else by permission, floor and staff.
func (m *machine) mayTalk(name string) bool {
	if m.apart(name) {
		return m.talks.may[name]
	}
	return !m.barred[name].microphone && m.lets(name) && m.paused.IsZero()
}

// writeAside notes what a granted command means for a talk.
func (m *machine) writeAside(before scene, v room.VisitID, c room.Command) {
	name, t := ownerOf(v), &m.talks
	switch c := c.(type) {
	case room.OfferAside:
		to := nameOf(before.at(c.Seat).Person)
		m.require(m.known[name].Staff() && (counted(m.known[to]) || m.known[to].Staff()) && to != name, "asked by or of the wrong person")
		m.require(m.running && !m.apart(name) && !m.apart(to), "asked before the start, or out of a talk")
		m.require(c.Alone || m.staffBut(name, to, m.listens), "the group would be alone, and nobody was told")
		for other, q := range t.asked {
			m.require((q.by == name) == (other == to), "two questions of or to one person")
		}
		t.asked[to] = question{name, c.Alone}
		delete(m.moments, v)
	case room.AcceptAside:
		by := t.asked[name].by
		m.require(by != "" && m.reached(v) && m.reached(before.on(by).Visit), "a talk that nobody asked for, or with nobody")
		m.require(m.moments[before.on(by).Visit] == nil, "a talk with somebody who has stepped away")
		m.writeTurn(before, v, room.TakeMoment{}) // a turn of theirs is over, as by a moment
		m.dropQuestions(name)
		m.dropQuestions(by)
		m.crosses(name, by)
		m.crosses(by, name)
	case room.DeclineAside:
		m.require(t.asked[name].by != "", "nobody had asked")
		delete(t.asked, name)
	case room.EndAside:
		if m.apart(name) {
			m.endTalk(name)
			return
		}
		m.require(m.withdraws(name), "there was nothing to end")
	default:
		m.require(false, "that is nothing of a talk")
	}
}

// crosses moves somebody into a talk, or out of it with nobody. They keep nothing on.
func (m *machine) crosses(name, with string) {
	v := m.look().on(name).Visit
	delete(m.on, v)
	delete(m.moments, v)
	m.endShare(v)
	m.loses(name)
	delete(m.talks.with, name)
	delete(m.talks.may, name)
	if with != "" {
		m.talks.with[name], m.talks.may[name] = with, true
	}
}

func (m *machine) endTalk(name string) {
	if other := m.talks.with[name]; other != "" {
		m.crosses(name, "")
		m.crosses(other, "")
	}
}

// withdraws takes back what somebody has asked.
func (m *machine) withdraws(name string) bool {
	for other, q := range m.talks.asked {
		if q.by == name {
			delete(m.talks.asked, other)
			return true
		}
	}
	return false
}

func (m *machine) dropQuestions(name string) {
	delete(m.talks.asked, name)
	m.withdraws(name)
}

// quits notes that somebody's browser has left its seat.
func (m *machine) quits(name string) {
	m.endTalk(name)
	m.dropQuestions(name)
}

// staffBut says whether staff other than two people sit with the group, of whom something more is true.
func (m *machine) staffBut(one, two string, also func(room.VisitID) bool) bool {
	return slices.ContainsFunc(m.look().circle, func(s room.Stage) bool {
		name := nameOf(s.Person)
		return name != one && name != two && m.known[name].Staff() && !m.apart(name) && also(s.Visit)
	})
}

// settleTalks ends what can't go on: a client's talk that its staff have stepped out of, and a question that might leave
// the group alone.
func (m *machine) settleTalks() {
	now := m.look()
	for v := range m.lost {
		if m.talks.lost == nil {
			m.talks.lost = map[room.VisitID]time.Time{}
		}
		if m.talks.lost[v].IsZero() {
			m.talks.lost[v] = m.now
		}
	}
	for v := range m.talks.lost {
		if !m.lost[v] {
			delete(m.talks.lost, v)
		}
	}
	for _, s := range now.circle {
		name := nameOf(s.Person)
		staff := now.on(m.talks.with[name]).Visit
		if m.apart(name) && !m.known[name].Staff() && (m.private[staff] || m.moments[staff] != nil) {
			m.endTalk(name)
		}
	}
	for name, q := range m.talks.asked {
		if !q.alone && !m.staffBut(q.by, name, func(room.VisitID) bool { return true }) {
			delete(m.talks.asked, name)
		}
	}
}

// desert notes since when no staff are connected at all.
func (m *machine) desert(with bool) {
	any := slices.ContainsFunc(m.look().circle, func(s room.Stage) bool {
		return m.known[nameOf(s.Person)].Staff() && m.listens(s.Visit)
	})
	switch {
	case !m.running || with || any:
		m.talks.deserted = time.Time{}
	case m.talks.deserted.IsZero():
		m.talks.deserted = m.now
	}
}

// passTalks notes what time does: nobody waits for long for staff whose line is lost.
func (m *machine) passTalks() {
	now := m.look()
	for name, other := range m.talks.with {
		at := m.talks.lost[now.on(other).Visit]
		if !m.known[name].Staff() && !at.IsZero() && !m.now.Before(at.Add(room.AsideAlone)) {
			m.endTalk(name)
		}
	}
}

// mutesLater notes that a mute of all finds somebody in a talk: they go on, and are muted when they are back.
func (m *machine) mutesLater(name, by string) bool {
	if m.apart(name) {
		m.cuts[name] = [2]cut{{m.count, by}, m.cuts[name][1]}
		m.barred[name] = switches{true, m.barred[name].camera}
	}
	return m.apart(name)
}

// invitesAside notes that whoever talks with somebody lets them speak there again. Nobody else can.
func (m *machine) invitesAside(name, by string) bool {
	if m.apart(name) {
		m.require(m.talks.with[name] == by, "invited out of a private talk")
		m.talks.may[name] = true
	}
	return m.apart(name)
}

// stepAside lets Dana and somebody else talk in private, or ask to, and turn on.
func (m *machine) stepAside(rt *rapid.T) {
	now := m.look()
	n := seatNumber(rt, now)
	place := strings.TrimPrefix(string(now.at(n).Visit), "visit-")
	m.command("Dana", room.OfferAside{Seat: n, Alone: oftenTrue(rt)})
	if place == "" || !oftenTrue(rt) {
		return
	}
	m.promises(rt)
	m.command(place, room.AcceptAside{})
	m.promises(rt)
	for _, who := range []string{"Dana", place} {
		if oftenTrue(rt) {
			m.command(who, room.SetMicrophone{On: true})
		}
	}
}

// sealed holds that an audience is the group or one pair, one of them of the staff.
func (m *machine) sealed(now scene) {
	among := map[room.Audience][]string{}
	for _, s := range now.circle {
		name := nameOf(s.Person)
		among[s.Audience] = append(among[s.Audience], name)
		m.require((s.Audience != 0) == m.apart(name), name+" is among the wrong people")
	}
	for a, names := range among {
		if a == 0 {
			continue
		}
		m.require(len(names) == 2 && m.talks.with[names[0]] == names[1] && m.talks.with[names[1]] == names[0], fmt.Sprint(names, " are one audience"))
		m.require(m.known[names[0]].Staff() || m.known[names[1]].Staff(), "clients talk in private")
	}
}

// talkShown holds that each sees their own talk and question, staff all talks, and nobody else anything.
func (m *machine) talkShown(view room.View) {
	now := m.look()
	name := nameOf(m.find(view))
	own := view.You.Aside
	m.require(own.With == now.on(m.talks.with[name]).Seat, "another talk is shown")
	m.require(own.AskedBy == now.on(m.talks.asked[name].by).Seat, "another question is shown")
	asked := ""
	for other, q := range m.talks.asked {
		if q.by == name {
			asked = other
		}
	}
	m.require(own.Asked == now.on(asked).Seat, "somebody else was asked")
	for _, s := range view.Seats {
		other := nameOf(now.at(s.Seat).Person)
		if view.You.Role.Staff() {
			m.require(s.AsideWith == now.on(m.talks.with[other]).Seat, "staff see another talk")
		}
		m.require(!m.apartFrom(other, name) || !s.Microphone && !s.Camera, "a talk of others is heard or seen")
	}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
