package room

import "slices"

// The microphone and the camera follow one rule: staff give or withdraw the permission, only the owner switches
// on, and whoever does so has come back from their moment. There is no function here that turns anything on for somebody else.

func (r *Room) setMicrophone(p *person, on bool) error {
	switch {
	case on && !p.maySpeak:
		return ErrNoPermission
	case on && r.absence.pause():
		return ErrPaused
	}
	p.microphone, p.away = on, p.away && !on
	if on {
		p.invitedBy = ""
	}
	return nil
}

func (r *Room) setCamera(p *person, on bool) error {
	switch {
	case on && !p.mayShow:
		return ErrNoPermission
	case on && r.absence.pause():
		return ErrPaused
	}
	p.camera, p.away = on, p.away && !on
	return nil
}

func (r *Room) mute(n SeatNumber) error {
	p, err := r.underCare(n)
	if err != nil {
		return err
	}
	p.silence()
	return nil
}

// silence withdraws the permission to speak.
func (p *person) silence() { p.maySpeak, p.microphone, p.invitedBy = false, false, "" }

// muteAll mutes everybody but staff and interpreters, also those who are in the lobby or reconnecting.
func (r *Room) muteAll() {
	for _, p := range r.people {
		if !p.member.Role.Staff() && p.member.Role != RoleInterpreter {
			p.silence()
		}
	}
}

func (r *Room) allowAll() {
	for _, p := range r.people {
		if p.member.Role.Can(CanSpeak) {
			p.maySpeak = true
		}
	}
}

func (r *Room) invite(by PersonID, n SeatNumber) error {
	p, err := r.underCare(n)
	if err != nil {
		return err
	}
	if !p.member.Role.Can(CanSpeak) {
		return ErrNotAllowed
	}
	p.maySpeak = true
	if !p.microphone {
		p.invitedBy = by
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
	if asker == nil || !asker.here() || !asker.member.Role.Staff() {
		return nil, nil
	}
	return []Event{Declined{To: asker.visit, Seat: r.seatNumber(p.member.Person)}}, nil
}

func (r *Room) cameraOff(n SeatNumber, why Reason) error {
	p, err := r.underCare(n)
	if err != nil {
		return err
	}
	if !slices.Contains(Reasons(), why) {
		return ErrReason
	}
	p.mayShow, p.camera, p.cameraReason = false, false, why
	return nil
}

func (r *Room) allowCamera(n SeatNumber) error {
	p, err := r.underCare(n)
	if err != nil {
		return err
	}
	if !p.member.Role.Can(CanShow) {
		return ErrNotAllowed
	}
	p.mayShow, p.cameraReason = true, ReasonNone
	return nil
}
