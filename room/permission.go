package room

import (
	"slices"
	"time"
)

// The microphone and the camera follow one rule: staff give or withdraw the permission, only the owner switches
// on, and whoever does so has come back from their moment. There is no function here that turns anything on for somebody else.

func (r *Room) setMicrophone(p *person, on bool) error {
	switch {
	case on && !p.mayBeHeard():
		return ErrNoPermission
	case on && p.private:
		return ErrPrivate
	case on && !p.apart() && !r.floor.lets(p):
		return ErrFloor
	case on && !p.apart() && r.absence.pause():
		return ErrPaused
	}
	p.microphone = on
	if on {
		p.moment = moment{}
		p.invitedBy = ""
	}
	return nil
}

func (r *Room) setCamera(p *person, on bool) error {
	switch {
	case on && !p.mayShow:
		return ErrNoPermission
	case on && p.private:
		return ErrPrivate
	case on && !p.apart() && r.absence.pause():
		return ErrPaused
	}
	p.camera = on
	if on {
		p.moment = moment{}
	}
	return nil
}

// restriction is when staff withdrew something, by the room's count, and who did. The zero value: nobody has.
type restriction struct {
	number int
	by     PersonID
}

// since says whether somebody other than by has withdrawn it after by had looked. Two who act at the same moment have
// not seen each other's act: whichever comes first, the one who takes away wins.
func (x restriction) since(seen int, by *person) bool {
	return x.number > seen && x.by != by.member.Person
}

// restrict counts one more withdrawal. What staff did before it can't be taken back any more.
func (r *Room) restrict(by *person) restriction {
	r.restrictions++
	r.undo = undo{}
	return restriction{r.restrictions, by.member.Person}
}

func (r *Room) mute(by *person, n SeatNumber) error {
	p, err := r.underCare(n)
	if err != nil {
		return err
	}
	r.silence(p, r.restrict(by))
	return nil
}

// silence withdraws the permission to speak, and the floor with it.
func (r *Room) silence(p *person, x restriction) {
	p.maySpeak, p.microphone, p.invitedBy, p.silenced, p.aside.mayTalk = false, false, "", x, false
	r.floor.withhold(p)
	r.leaveFloor(p)
}

// muteAll mutes everybody but staff and interpreters, also those who are in the lobby or reconnecting. Whoever is in a
// private talk goes on with it: they are muted when they are back.
func (r *Room) muteAll(now time.Time, by *person) {
	before := r.keep(ActMuteAll)
	x := r.restrict(by)
	for _, p := range r.people {
		switch {
		case p.member.Role.Staff() || p.member.Role == RoleInterpreter:
		case p.apart():
			p.maySpeak, p.silenced = false, x
		default:
			r.silence(p, x)
		}
	}
	r.offer(now, before)
}

func (r *Room) allowAll(by *person, seen int) {
	for _, p := range r.people {
		if p.member.Role.Can(CanSpeak) && !p.silenced.since(seen, by) {
			p.maySpeak = true
		}
	}
}

func (r *Room) invite(by *person, n SeatNumber, seen int) error {
	p, err := r.underCare(n)
	switch {
	case err != nil:
		return err
	case !p.member.Role.Can(CanSpeak):
		return ErrNotAllowed
	case p.silenced.since(seen, by):
		return ErrMeanwhile
	case p.apart() && !p.talksWith(by):
		return ErrAside
	}
	if p.apart() {
		p.aside.mayTalk = true
	} else if err := r.mayGive(by, p, seen); err != nil {
		return err
	} else {
		r.give(by, p)
		p.maySpeak = true
	}
	if !p.microphone {
		p.invitedBy = by.member.Person
	}
	return nil
}

// decline answers an invitation with "not now". Whoever asked is told, if they are still there as staff.
func (r *Room) decline(p *person) ([]Event, error) {
	if p.invitedBy == "" {
		return nil, ErrNotInvited
	}
	asker := r.people[p.invitedBy]
	p.invitedBy = ""
	r.leaveFloor(p) // it was theirs to take, and is free again
	if asker == nil || !asker.here() || !asker.member.Role.Staff() {
		return nil, nil
	}
	return []Event{Declined{To: asker.visit, Seat: r.seatNumber(p.member.Person)}}, nil
}

func (r *Room) cameraOff(by *person, n SeatNumber, why Reason) error {
	p, err := r.underCare(n)
	if err != nil {
		return err
	}
	if !slices.Contains(Reasons(), why) {
		return ErrReason
	}
	p.mayShow, p.camera, p.cameraReason, p.hidden = false, false, why, r.restrict(by)
	return nil
}

func (r *Room) allowCamera(by *person, n SeatNumber, seen int) error {
	p, err := r.underCare(n)
	switch {
	case err != nil:
		return err
	case !p.member.Role.Can(CanShow):
		return ErrNotAllowed
	case p.hidden.since(seen, by):
		return ErrMeanwhile
	}
	p.mayShow, p.cameraReason = true, ReasonNone
	return nil
}
