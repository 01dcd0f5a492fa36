package sfu

import (
	"slices"
	"time"

	"alcove/room"
)

// voiceEvery is how often it is told who has spoken.
const voiceEvery = 2 * time.Second

// ear is what the room's loop makes of one person's microphone: who is heard now, for the ring on the seat; when they
// spoke, for staff; and whether what their packets claim can be so. The zero value has heard nothing.
type ear struct {
	taken    uint64 // notes of the trace so far
	speech   speech
	activity activity
	claims   claims
	doubted  bool // the claims have been contradicted
	told     bool // and that has been told
}

// listen takes up what has been noted since the last time, and returns whether most of it was loud, and whether the person
// is speaking. Only what has passed the gate is noted; nobody is heard behind a closed one. What is said in private is for
// the ring alone, and nothing is kept of it.
func (e *ear) listen(t *trace, open, private bool, now time.Time) (isLoud, speaks bool) {
	loud, quiet := 0, 0
	e.taken = t.take(e.taken, func(n note) {
		if n.level <= loudLevel {
			loud++
		} else {
			quiet++
		}
		if private {
			return
		}
		e.activity.hear(n, now)
		e.doubted = e.claims.add(n, now) || e.doubted
	})
	e.activity.decide(now)
	if !open {
		e.speech = speech{}
		return false, false
	}
	isLoud = loud > 0 && loud >= quiet
	return isLoud, e.speech.hear(now, isLoud)
}

// heard returns what hasn't been told of the person.
func (e *ear) heard(of room.PersonID) room.Voice {
	var v room.Voice
	for _, s := range e.activity.take() {
		v.Spans = append(v.Spans, room.Span{Person: of, From: timeAt(s.from), To: timeAt(s.to)})
	}
	if e.doubted && !e.told {
		e.told = true
		v.Doubted = append(v.Doubted, of)
	}
	return v
}

// waits says whether there is something that hasn't been told, or may be.
func (e *ear) waits() bool { return e.activity.waits() || e.doubted && !e.told }

// last is heard of somebody who goes: what they said just before counts, too. The room's lock is held.
func (m *member) last(now time.Time) room.Voice {
	m.ear.listen(m.feeds[feedMicrophone].trace, false, m.private(), now)
	m.ear.activity.finish()
	return m.ear.heard(m.stage.Person)
}

// private says whether the member is not among the group.
func (m *member) private() bool { return m.stage.Audience != 0 }

// cross is called before somebody goes among others. It returns what they have said so far, and they begin anew: nobody is
// shown speaking for what others have heard. The room's lock is held.
func (m *member) cross(now time.Time) room.Voice {
	v := m.last(now)
	m.ear.speech = speech{}
	return v
}

// spoken returns who has spoken, if it is time to tell. The room's lock is held.
func (r *Room) spoken(now time.Time) room.Voice {
	r.untold = !r.unheard.Empty()
	for _, m := range r.members {
		r.untold = r.untold || m.ear.waits()
	}
	if !r.untold || now.Sub(r.toldAt) < voiceEvery {
		return room.Voice{}
	}
	r.toldAt = now
	all := r.unheard
	r.unheard = room.Voice{}
	for _, m := range r.members {
		all.Add(m.ear.heard(m.stage.Person))
	}
	slices.SortFunc(all.Spans, func(a, b room.Span) int { return a.From.Compare(b.From) })
	return all
}
