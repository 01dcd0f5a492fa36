package room

// takeMoment lets somebody step away with the seat kept: microphone, camera and screen off, and a soft sign on the seat. Nobody
// else can do it for them, and only they can come back.
func (r *Room) takeMoment(p *person) error {
	p.away = true
	r.unshare(p)
	p.microphone, p.camera = false, false
	return nil
}

// endMoment brings them back. Microphone and camera stay off until their owner turns them on.
func (r *Room) endMoment(p *person) error {
	p.away = false
	return nil
}
