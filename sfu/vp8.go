package sfu

import "encoding/binary"

// vp8Descriptor is what the forwarder reads of a VP8 payload: the descriptor and the first bit of the frame
// (RFC 7741, section 4.2), and where the fields are that each subscriber needs rewritten.
type vp8Descriptor struct {
	keyFrame     bool // this packet begins a key frame
	hasPictureID bool
	hasTL0       bool
	wide         bool // the picture id has 15 bits
	tl0          uint8
	pictureID    uint16
	pictureIDAt  int // in the payload
	tl0At        int
	size         int
}

// readVP8 reads the descriptor at the start of payload. It reports false if the payload is cut short.
func readVP8(payload []byte) (vp8Descriptor, bool) {
	var d vp8Descriptor
	if len(payload) < 2 {
		return d, false
	}
	first, at := payload[0], 1
	if first&0x80 != 0 {
		flags := payload[1]
		at = 2
		if flags&0x80 != 0 {
			if len(payload) < at+2 {
				return d, false
			}
			d.hasPictureID, d.pictureIDAt = true, at
			d.pictureID = uint16(payload[at] & 0x7f)
			at++
			if payload[at-1]&0x80 != 0 {
				d.wide = true
				d.pictureID = d.pictureID<<8 | uint16(payload[at])
				at++
			}
		}
		if flags&0x40 != 0 {
			if len(payload) <= at {
				return d, false
			}
			d.hasTL0, d.tl0At, d.tl0 = true, at, payload[at]
			at++
		}
		if flags&0x30 != 0 { // TID, Y and KEYIDX share a byte
			at++
		}
	}
	if len(payload) <= at {
		return d, false
	}
	d.size = at
	begins := first&0x10 != 0 && first&0x07 == 0
	d.keyFrame = begins && payload[at]&0x01 == 0
	return d, true
}

// widen gives the packet a 15-bit picture id if it has a 7-bit one, so that every subscriber sees one form whoever
// is bound to the slot. It moves the descriptor one byte to the front, into the header that has been read already.
func (p *packet) widen() {
	d := &p.vp8
	if !d.hasPictureID || d.wide || p.payloadAt < 1 {
		return
	}
	end := p.payloadAt + len(p.payload)
	p.payloadAt--
	wide := p.buffer[p.payloadAt:end]
	copy(wide, wide[1:1+d.pictureIDAt])
	binary.BigEndian.PutUint16(wide[d.pictureIDAt:], 0x8000|d.pictureID)
	p.payload = wide
	d.wide = true
	d.size++
	if d.hasTL0 {
		d.tl0At++
	}
}

// patch writes a subscriber's picture id and TL0PICIDX over the publisher's.
func (d *vp8Descriptor) patch(payload []byte, pictureID uint16, tl0 uint8) {
	if d.hasPictureID {
		binary.BigEndian.PutUint16(payload[d.pictureIDAt:], 0x8000|pictureID&0x7fff)
	}
	if d.hasTL0 {
		payload[d.tl0At] = tl0
	}
}
