using Microsoft.Extensions.Time.Testing;
using Tautan.Platform.Resilience;

namespace Tautan.Platform.Tests.Resilience;

public sealed class CircuitBreakerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new CircuitBreaker(_time);

    [Fact]
    public void An_answer_between_two_failures_keeps_it_closed()
    {
        for (var i = 0; i < 2 * CircuitBreaker.Limit; i++)
        {
            _breaker.Unanswered(_breaker.Enter());
            if (i % 2 == 1)
                _breaker.Answered();
        }

        _breaker.IsOpen.ShouldBeFalse();
    }

    [Fact]
    public void Open_it_lets_one_call_a_pause_through()
    {
        Open();
        _breaker.Enter().ShouldBe(Admission.Refused);
        _breaker.RetryAfter.ShouldBe(CircuitBreaker.Pause);
        _time.Advance(CircuitBreaker.Pause);
        _breaker.RetryAfter.ShouldBe(TimeSpan.Zero);
        _breaker.Enter().ShouldBe(Admission.Probe);
        _breaker.Enter().ShouldBe(Admission.Refused);
        _breaker.Unanswered(Admission.Probe);
        _breaker.Enter().ShouldBe(Admission.Refused);
        _time.Advance(CircuitBreaker.Pause);
        _breaker.Enter().ShouldBe(Admission.Probe);
        _breaker.Answered();
        _breaker.Enter().ShouldBe(Admission.Admitted);
    }

    [Fact]
    public void A_call_that_was_given_up_leaves_its_place_to_the_next()
    {
        Open();
        _time.Advance(CircuitBreaker.Pause);
        _breaker.Undecided(_breaker.Enter());
        _breaker.IsOpen.ShouldBeTrue();
        _breaker.Enter().ShouldBe(Admission.Probe);
    }

    [Fact]
    public void An_old_call_that_is_answered_late_closes_it_too()
    {
        Open();
        _breaker.Answered();
        _breaker.Enter().ShouldBe(Admission.Admitted);
    }

    private void Open()
    {
        for (var i = 0; i < CircuitBreaker.Limit; i++)
            _breaker.Unanswered(_breaker.Enter());
        _breaker.IsOpen.ShouldBeTrue();
    }
}
