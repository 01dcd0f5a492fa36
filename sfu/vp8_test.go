package sfu

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
)

func TestVP8DescriptorsAreRead(t *testing.T) {
	cases := map[string]struct {
		payload []byte
		want    vp8Descriptor
		bad     bool
	}{
		"nothing":                       {payload: nil, bad: true},
		"a descriptor alone":            {payload: []byte{0x10}, bad: true},
		"a key frame":                   {payload: []byte{0x10, 0x00}, want: vp8Descriptor{keyFrame: true, size: 1}},
		"an inter frame":                {payload: []byte{0x10, 0x01}, want: vp8Descriptor{size: 1}},
		"the middle of a key frame":     {payload: []byte{0x00, 0x00}, want: vp8Descriptor{size: 1}},
		"another partition":             {payload: []byte{0x11, 0x00}, want: vp8Descriptor{size: 1}},
		"extension cut":                 {payload: []byte{0x90, 0x80}, bad: true},
		"picture id cut":                {payload: []byte{0x90, 0x80, 0x80}, bad: true},
		"descriptor with no frame":      {payload: []byte{0x90, 0x80, 0x05}, bad: true},
		"a short picture id":            {payload: []byte{0x90, 0x80, 0x05, 0x00}, want: vp8Descriptor{keyFrame: true, hasPictureID: true, pictureID: 5, pictureIDAt: 2, size: 3}},
		"a long picture id":             {payload: []byte{0x90, 0x80, 0x81, 0x02, 0x00}, want: vp8Descriptor{keyFrame: true, hasPictureID: true, wide: true, pictureID: 0x102, pictureIDAt: 2, size: 4}},
		"everything":                    {payload: []byte{0x90, 0xf0, 0x81, 0x02, 0x07, 0x20, 0x01}, want: vp8Descriptor{hasPictureID: true, wide: true, pictureID: 0x102, pictureIDAt: 2, hasTL0: true, tl0: 7, tl0At: 4, size: 6}},
		"TL0 without picture id":        {payload: []byte{0x90, 0x40, 0x07, 0x00}, want: vp8Descriptor{keyFrame: true, hasTL0: true, tl0: 7, tl0At: 2, size: 3}},
		"TL0 cut":                       {payload: []byte{0x90, 0x40}, bad: true},
		"temporal layer byte but no TL": {payload: []byte{0x90, 0x20, 0x00}, bad: true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, ok := readVP8(c.payload)
			if ok == c.bad {
				t.Fatalf("ok is %v", ok)
			}
			if !c.bad {
				if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(vp8Descriptor{})); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestAShortPictureIDBecomesALongOne(t *testing.T) {
	header := rtp.Header{Version: 2, SequenceNumber: 1}
	raw, err := (&rtp.Packet{Header: header, Payload: []byte{0x90, 0xf0, 0x05, 0x07, 0x20, 0x01, 'a', 'b'}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := readPacket(raw, extensionIDs{})
	p.vp8, _ = readVP8(p.payload)
	p.widen()
	p.vp8.patch(p.payload, 0x1234, 0x56)
	want := []byte{0x90, 0xf0, 0x80 | 0x12, 0x34, 0x56, 0x20, 0x01, 'a', 'b'}
	if !bytes.Equal(p.payload, want) {
		t.Errorf("got %x, want %x", p.payload, want)
	}
}

func FuzzVP8(f *testing.F) {
	f.Add([]byte{0x90, 0xf0, 0x81, 0x02, 0x07, 0x20, 0x01}, uint16(0x7fff), uint8(255))
	f.Add([]byte{0x90, 0xf0, 0x05, 0x07, 0x20, 0x01}, uint16(0), uint8(0))
	f.Add([]byte{0x10, 0x00}, uint16(1), uint8(1))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, uint16(1<<14), uint8(128))
	f.Fuzz(func(t *testing.T, payload []byte, picture uint16, tl0 uint8) {
		if len(payload) > ringPacket {
			return
		}
		raw := append(make([]byte, rtpHeaderSize), payload...)
		raw[0] = 0x80
		p, ok := readPacket(raw, extensionIDs{})
		if !ok {
			t.Fatal("not RTP")
		}
		d, ok := readVP8(p.payload)
		var theirs codecs.VP8Packet
		body, err := theirs.Unmarshal(bytes.Clone(payload))
		if ok && (err != nil || !bytes.Equal(body, payload[d.size:])) {
			t.Fatalf("the frame is %x (%v), want %x", payload[d.size:], err, body)
		}
		if !ok {
			return
		}
		p.vp8, p.number, p.at = d, 5, origin
		p.widen()
		p.vp8.patch(p.payload, picture, tl0)
		if !bytes.Equal(p.payload[p.vp8.size:], body) {
			t.Fatalf("the frame has become %x, want %x", p.payload[p.vp8.size:], body)
		}
		again, ok := readVP8(p.payload)
		if !ok || again.keyFrame != d.keyFrame || again.hasPictureID && again.pictureID != picture&0x7fff ||
			again.hasTL0 && again.tl0 != tl0 {
			t.Fatalf("written %d and %d, read %+v", picture, tl0, again)
		}
		var r ring
		r.put(&p)
		kept, ok := r.get(5, origin, make([]byte, 2+ringPacket+1), 2)
		if !ok || !bytes.Equal(kept.payload, p.payload) {
			t.Fatalf("kept %x, want %x", kept.payload, p.payload)
		}
	})
}

func TestOnlyYoungPacketsAreKeptForRetransmission(t *testing.T) {
	var r ring
	buffer := make([]byte, ringPacket+2)
	for i := int64(1); i <= ringSize+1; i++ {
		r.put(frame(i, 0, 0, 0, origin.Add(time.Duration(i)*time.Millisecond)))
	}
	at := func(number int64, now time.Time) bool { _, ok := r.get(number, now, buffer, 2); return ok }
	newest := origin.Add((ringSize + 1) * time.Millisecond)
	switch {
	case at(1, newest):
		t.Error("an overwritten packet is found")
	case !at(2, newest):
		t.Error("the oldest packet in the ring is gone")
	case !at(ringSize+1, newest.Add(retransmitAge)):
		t.Error("a packet is given up too early")
	case at(ringSize+1, newest.Add(retransmitAge+1)):
		t.Error("a packet is too old")
	case at(0, newest), at(-1, newest), at(ringSize+2, newest):
		t.Error("a packet that never was is found")
	}
}
