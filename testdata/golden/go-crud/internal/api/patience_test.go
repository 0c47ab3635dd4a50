package api

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// In a synctest bubble the clock is not the real one: the sleeps take no time.
func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := WithPatience(t.Context(), 4*time.Second)
		defer cancel()
		time.Sleep(3 * time.Second)
		resume := Pause(ctx)
		time.Sleep(time.Minute)
		resume()
		time.Sleep(3 * time.Second)
		if err := ctx.Err(); err != nil {
			t.Errorf("the pause is counted: %v", err)
		}
		time.Sleep(2 * time.Second)
		if ctx.Err() == nil {
			t.Error("patience does not run out")
		}
		Pause(ctx)()
		if ctx.Err() == nil {
			t.Error("a pause brings a request back that was given up")
		}
	})
}

func TestPauseWithoutLimit(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	Pause(ctx)()
	if err := ctx.Err(); err != nil {
		t.Error(err)
	}
}
