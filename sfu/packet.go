package sfu

import (
	"encoding/binary"
	"time"
)

// rtpHeaderSize is the fixed part of an RTP header (RFC 3550, section 5.1).
const rtpHeaderSize = 12

// packet is one RTP packet on its way from a publisher to the slots. It is valid only while the buffer that it was
// read from is.
type packet struct {
	ssrc        uint32
	timestamp   uint32
	sequence    uint16
	payloadType uint8
	marker      bool
	payload     []byte // without padding; may be written to
	buffer      []byte // the whole packet; payload is a part of it
	payloadAt   int    // where payload begins in buffer
	extensions  extensions

	// Set by the layer.
	number int64 // position in the layer's stream, without gaps for what is never forwarded; never repeats
	since  int64 // the first number of the unbroken run that this packet belongs to
	vp8    vp8Descriptor
	at     time.Time
}

// extensionIDs says under which ids a browser sends the header extensions that are read here. Zero is none.
type extensionIDs struct {
	mid, rid, repairedRID uint8
	level                 uint8 // RFC 6464
	transport             uint8 // draft-holmer-rmcat-transport-wide-cc-extensions-01
}

// extensions is what was found of them in one packet.
type extensions struct {
	mid, rid, repairedRID []byte
	level                 uint8 // -dBov, 0 is the loudest
	hasLevel              bool
	transport             uint16
	hasTransport          bool
}

// readPacket takes raw apart without copying. It reports false for whatever is not RTP.
func readPacket(raw []byte, ids extensionIDs) (packet, bool) {
	if len(raw) < rtpHeaderSize || raw[0]>>6 != 2 {
		return packet{}, false
	}
	p := packet{
		marker:      raw[1]&0x80 != 0,
		payloadType: raw[1] & 0x7f,
		sequence:    binary.BigEndian.Uint16(raw[2:]),
		timestamp:   binary.BigEndian.Uint32(raw[4:]),
		ssrc:        binary.BigEndian.Uint32(raw[8:]),
		buffer:      raw,
	}
	at := rtpHeaderSize + 4*int(raw[0]&0x0f)
	if raw[0]&0x10 != 0 {
		if len(raw) < at+4 {
			return packet{}, false
		}
		profile := binary.BigEndian.Uint16(raw[at:])
		size := 4 * int(binary.BigEndian.Uint16(raw[at+2:]))
		at += 4
		if len(raw) < at+size {
			return packet{}, false
		}
		p.extensions.read(profile, raw[at:at+size], ids)
		at += size
	}
	end := len(raw)
	if raw[0]&0x20 != 0 {
		if end <= at {
			return packet{}, false
		}
		// The last byte counts the padding, itself included; a lie about it is not RTP.
		padding := int(raw[end-1])
		if padding == 0 || at+padding > end {
			return packet{}, false
		}
		end -= padding
	}
	if at > end {
		return packet{}, false
	}
	p.payload, p.payloadAt = raw[at:end], at
	return p, true
}

// level is the loudness that the sender claims, in -dBov. Whoever claims none claims to be silent.
func (p *packet) level() uint8 {
	if !p.extensions.hasLevel {
		return silent
	}
	return p.extensions.level
}

// read walks the extension block (RFC 8285): one-byte headers under 0xBEDE, two-byte headers under 0x100x.
func (e *extensions) read(profile uint16, block []byte, ids extensionIDs) {
	switch {
	case profile == 0xbede:
		for len(block) > 0 {
			id, size := block[0]>>4, int(block[0]&0x0f)+1
			switch {
			case id == 0:
				block = block[1:]
				continue
			case id == 15 || len(block) < 1+size:
				return
			}
			e.take(id, block[1:1+size], ids)
			block = block[1+size:]
		}
	case profile>>4 == 0x100:
		for len(block) > 0 {
			if block[0] == 0 {
				block = block[1:]
				continue
			}
			if len(block) < 2 || len(block) < 2+int(block[1]) {
				return
			}
			size := int(block[1])
			e.take(block[0], block[2:2+size], ids)
			block = block[2+size:]
		}
	}
}

func (e *extensions) take(id uint8, value []byte, ids extensionIDs) {
	switch {
	case id == ids.transport && len(value) >= 2:
		e.transport, e.hasTransport = binary.BigEndian.Uint16(value), true
	case id == ids.level && len(value) >= 1:
		e.level, e.hasLevel = value[0]&0x7f, true
	case id == ids.mid:
		e.mid = value
	case id == ids.rid:
		e.rid = value
	case id == ids.repairedRID:
		e.repairedRID = value
	}
}
