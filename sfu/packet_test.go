package sfu

import (
	"bytes"
	"testing"

	"github.com/pion/rtp"
)

func TestRTPIsReadAsPionReadsIt(t *testing.T) {
	ids := extensionIDs{mid: 4, rid: 10, level: 1, transport: 3}
	for name, profile := range map[string]uint16{"one-byte headers": 0xbede, "two-byte headers": 0x1000} {
		t.Run(name, func(t *testing.T) {
			h := rtp.Header{
				Version: 2, Marker: true, PayloadType: 96, SequenceNumber: 65535, Timestamp: 1<<32 - 1, SSRC: 7,
				CSRC: []uint32{1, 2, 3}, Extension: true, ExtensionProfile: profile,
			}
			for id, value := range map[uint8]string{4: "mid", 10: "r", 1: "\x92", 3: "\x12\x34"} {
				if err := h.SetExtension(id, []byte(value)); err != nil {
					t.Fatal(err)
				}
			}
			raw, err := (&rtp.Packet{Header: h, Payload: []byte("payload")}).Marshal()
			if err != nil {
				t.Fatal(err)
			}
			p, ok := readPacket(raw, ids)
			if !ok || !p.marker || p.payloadType != 96 || p.sequence != 65535 || p.timestamp != 1<<32-1 || p.ssrc != 7 ||
				string(p.payload) != "payload" {
				t.Errorf("read %+v", p)
			}
			e := p.extensions
			if string(e.mid) != "mid" || string(e.rid) != "r" || !e.hasLevel || e.level != 18 || !e.hasTransport ||
				e.transport != 0x1234 {
				t.Errorf("extensions %+v", e)
			}
		})
	}
}

func TestPaddingThatLiesIsNotRTP(t *testing.T) {
	padded := func(last byte, payload int) []byte {
		raw := make([]byte, rtpHeaderSize+payload)
		raw[0] = 0xa0
		if payload > 0 {
			raw[len(raw)-1] = last
		}
		return raw
	}
	for name, raw := range map[string][]byte{
		"no last byte": padded(0, 0), "zero": padded(0, 4), "more than there is": padded(5, 4), "255": padded(255, 4),
	} {
		if _, ok := readPacket(raw, extensionIDs{}); ok {
			t.Errorf("%s: taken", name)
		}
	}
	if p, ok := readPacket(padded(4, 4), extensionIDs{}); !ok || len(p.payload) != 0 {
		t.Errorf("padding only: %v, payload %x", ok, p.payload)
	}
}

func FuzzPacket(f *testing.F) {
	ids := extensionIDs{mid: 4, rid: 10, repairedRID: 11, level: 1, transport: 3}
	f.Add([]byte{0x90, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0xbe, 0xde, 0, 1, 0x10, 0x92, 0x30, 0, 'x'})
	f.Add([]byte{0x90, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0x10, 0, 0, 1, 1, 1, 0x92, 0, 'x'})
	f.Add([]byte{0xbf, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0xff})
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, ok := readPacket(raw, ids)
		if !ok {
			return
		}
		if p.payloadAt < rtpHeaderSize || p.payloadAt+len(p.payload) > len(raw) ||
			!bytes.Equal(raw[p.payloadAt:p.payloadAt+len(p.payload)], p.payload) {
			t.Fatalf("the payload of %x is %x at %d", raw, p.payload, p.payloadAt)
		}
		var theirs rtp.Packet
		if err := theirs.Unmarshal(bytes.Clone(raw)); err == nil && theirs.SSRC != p.ssrc {
			t.Fatalf("read SSRC %d, want %d", p.ssrc, theirs.SSRC)
		}
	})
}
