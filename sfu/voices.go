package sfu

import (
	"slices"
	"time"

	"alcove/room"
)

const (
	// fewVoices is how many people beside staff and interpreters are heard at a time over a line that can't carry everybody: two who
	// talk with each other, and one who joins in.
	fewVoices = 3
	// voiceRest is how long somebody must have been quiet before another voice takes their place. With one look of the
	// room's loop to hear of it, whoever begins to speak is there within 200 ms.
	voiceRest = 100 * time.Millisecond
)

// voice is one microphone that could go to a browser.
type voice struct {
	slot  *slot
	owner *member
	rate  int // bits per second
}

// voices lists the microphones that could go to the member's browser now, but not those of staff and
// interpreters, who are always heard. The room's lock is held.
func (r *Room) voices(m *member, owners map[*feed]*member) []voice {
	var list []voice
	for _, s := range m.peer.slots {
		b := s.bound.Load()
		if b == nil || s.line.kind != KindAudio || !b.feed.gate.open.Load() {
			continue
		}
		if o := owners[b.feed]; o != nil && o.stage.Led {
			list = append(list, voice{slot: s, owner: o, rate: o.soundRate(b.feed)})
		}
	}
	return list
}

// soundRate returns what one of the member's sources of sound takes, in bits per second.
func (m *member) soundRate(f *feed) int {
	sum := 0
	for _, l := range m.layersOf(f) {
		sum += l.flow.rate
	}
	return sum
}

// crowd returns what the voices beyond the few that are always sent take, in bits per second, and whether there are any.
func crowd(voices []voice) (rest int, beyond bool) {
	if len(voices) <= fewVoices {
		return 0, false
	}
	rates := make([]int, len(voices))
	for i, v := range voices {
		rates[i] = v.rate
	}
	slices.Sort(rates)
	for _, rate := range rates[:len(rates)-fewVoices] {
		rest += rate
	}
	return rest, true
}

// foreground lets only the few who were heard last through to the member's browser. Somebody else who speaks takes
// the place of whoever has been quiet longest; while all the few are speaking, there is none. The room's lock is held.
func foreground(voices []voice, now time.Time) {
	var heard []voice
	for _, v := range voices {
		if !v.slot.paused.Load() {
			heard = append(heard, v)
		}
	}
	slices.SortStableFunc(heard, func(a, b voice) int { return b.owner.loudAt.Compare(a.owner.loudAt) })
	for len(heard) > fewVoices {
		heard[len(heard)-1].slot.hush(true)
		heard = heard[:len(heard)-1]
	}
	for _, v := range voices {
		if !v.slot.paused.Load() || len(heard) == fewVoices && !now.Equal(v.owner.loudAt) {
			continue
		}
		if len(heard) == fewVoices {
			last := heard[fewVoices-1]
			if now.Sub(last.owner.loudAt) < voiceRest {
				continue
			}
			last.slot.hush(true)
			heard = heard[:fewVoices-1]
		}
		v.slot.hush(false)
		heard = slices.Insert(heard, 0, v)
	}
}

// hush stops the sound of a slot for the line's sake, or ends that.
func (s *slot) hush(on bool) {
	if s.paused.Swap(on) == on {
		return
	}
	if on {
		s.stats.hushed.Add(1)
	} else {
		s.stats.hushed.Add(-1)
	}
}

// hearAll lets every voice through to the browser.
func (p *peer) hearAll() {
	for _, s := range p.slots {
		if !s.codec.video {
			s.hush(false)
		}
	}
	p.ration.few = false
}

// owners says whose each feed is. The room's lock is held.
func (r *Room) owners() map[*feed]*member {
	owners := make(map[*feed]*member, len(r.members)*int(feedCount))
	for _, m := range r.members {
		for _, f := range m.feeds {
			owners[f] = m
		}
	}
	return owners
}

// bringVoices keeps the few voices of every line that can't carry all. It follows what has just been heard, so it is
// called with every look of the room's loop. The room's lock is held.
func (r *Room) bringVoices(now time.Time) {
	var owners map[*feed]*member
	for _, m := range r.members {
		if m.peer == nil || !m.peer.ration.few {
			continue
		}
		if owners == nil {
			owners = r.owners()
		}
		voices := r.voices(m, owners)
		for _, s := range m.peer.slots {
			if !s.codec.video && !slices.ContainsFunc(voices, func(v voice) bool { return v.slot == s }) {
				s.hush(false) // it may be somebody else's by now
			}
		}
		foreground(voices, now)
	}
}

// speakers returns who is speaking, in the order of their seats, and notes who was loud. The room's lock is held.
func (r *Room) speakers(now time.Time) []room.SeatNumber {
	var speaking []room.SeatNumber
	for _, m := range r.members {
		f := m.feeds[feedMicrophone]
		loud, speaks := m.ear.listen(f.trace, f.gate.open.Load(), m.private(), now)
		if loud {
			m.loudAt = now
		}
		if speaks {
			m.spokeAt = now
			speaking = append(speaking, m.stage.Seat)
		}
	}
	slices.Sort(speaking)
	return speaking
}
