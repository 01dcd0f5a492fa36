package room_test

import (
	"maps"
	"slices"
	"strings"
	"time"

	"alcove/room"

	"pgregory.net/rapid"
)

// The account of who may come: whose membership is what, who was removed, and what a browser holds.

// anyArrival lets somebody come, often somebody who was removed.
func (m *machine) anyArrival(rt *rapid.T) {
	place := rapid.SampledFrom(places).Draw(rt, "who")
	if len(m.removed) > 0 && rapid.Bool().Draw(rt, "removed") {
		place = rapid.SampledFrom(slices.Sorted(maps.Keys(m.removed))).Draw(rt, "who")
	}
	m.arrive(place)
	if rapid.IntRange(0, 3).Draw(rt, "ready") > 0 {
		m.command(place, room.Ready{})
	}
}

func (m *machine) out(name string) bool {
	r, was := m.removed[name]
	return was && (m.now.Before(r.until) || m.running && m.session == r.session)
}

// dead says whether what a browser holds is worth nothing any more.
func (m *machine) dead(place string) bool {
	if slices.Contains(m.Visits(), visitID(place)) || m.begun[place].IsZero() {
		return false
	}
	over := !m.ended.IsZero() && !m.now.Before(m.ended.Add(room.AfterSession)) && m.begun[place].Before(m.ended)
	return over || m.begun[place].Before(m.idle[nameAt(place)])
}

// arrive opens a connection. Whoever was removed, or whose membership is over, is refused; nobody else is, but who was
// logged off has to use the link again.
func (m *machine) arrive(place string) {
	name := nameAt(place)
	role, come := m.known[name]
	over := come && role == room.RoleNone && m.roster[name].Version <= m.member[name].Version
	if m.now.Sub(m.begun[place]) >= 12*time.Hour && !slices.Contains(m.Visits(), visitID(place)) {
		delete(m.begun, place) // no ticket is good for longer
	}
	dead := m.dead(place)
	there := slices.Contains(m.Visits(), visitID(place))
	before, all := m.look(), m.everything()
	events, err := m.arrives(place)
	if m.out(name) || over || dead {
		m.require(err != nil, "a removed person or a dead ticket has come back")
		m.equal("the room after a refusal", m.everything(), all)
		if dead {
			m.begun[place] = m.now
			m.arrive(place)
		}
		return
	}
	m.require(err == nil, "a member was refused")
	delete(m.lost, visitID(place))
	m.endShare(visitID(place))
	m.learn(name)
	if !there {
		delete(m.exited, name)
	}
	m.settle(before, nil, events)
}

// learn takes over a membership as the roster has it now. A changed role starts afresh.
func (m *machine) learn(name string) {
	role, come := m.known[name]
	m.member[name] = m.roster[name]
	now := m.roster[name].Role
	if !counted(now) {
		delete(m.prefers, name)
	}
	if come && now == role {
		return
	}
	m.known[name] = now
	maps.DeleteFunc(m.observed.helping, func(v room.VisitID, _ bool) bool { return ownerOf(v) == name })
	b := m.barred[name]
	m.barred[name] = switches{
		!now.Staff() && (b.microphone || !speaks(now)), !now.Staff() && (b.camera || !speaks(now)),
	}
	m.require(!m.look().seated(name), "a changed role kept its seat")
}

// changeRole edits the roster. The room learns of it by itself, or by the person's next connection.
func (m *machine) changeRole(rt *rapid.T) {
	name := nameAt(rapid.SampledFrom(places[2:]).Draw(rt, "who"))
	member := m.roster[name]
	member.Role, member.Version = rapid.SampledFrom(room.Roles()).Draw(rt, "role"), member.Version+1
	m.roster[name] = member
	if rapid.Bool().Draw(rt, "announced") {
		before := m.look()
		events := m.note(room.Changed{Membership: member})
		if _, come := m.known[name]; come {
			m.learn(name)
		}
		m.settle(before, nil, events)
		return
	}
	for _, v := range m.Visits() {
		if ownerOf(v) == name {
			m.arrive(strings.TrimPrefix(string(v), "visit-"))
			return
		}
	}
}

func (m *machine) revoke(rt *rapid.T) {
	name := nameAt(rapid.SampledFrom(places[2:]).Draw(rt, "who"))
	before := m.look()
	events := m.note(room.Revoked{Person: personID(name), Version: m.roster[name].Version})
	m.known[name], m.member[name] = room.RoleNone, m.roster[name]
	m.forgetTurns(m.seats[name])
	delete(m.seats, name)
	delete(m.exited, name)
	delete(m.prefers, name)
	m.asked = slices.DeleteFunc(m.asked, func(a asking) bool { return a.name == name })
	m.settle(before, nil, events)
	for _, v := range m.Visits() {
		m.require(ownerOf(v) != name, "a revoked person is still here")
	}
}

func counted(r room.Role) bool { return r == room.RoleClient || r == room.RoleFamily }
func speaks(r room.Role) bool {
	return counted(r) || r.Staff() || r == room.RoleInterpreter
}
