using Tautan.Health.Verdicts;

namespace Tautan.Health.Tests.Verdicts;

public sealed class OriginMachineTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly Contact Refused = new(ContactKind.Failed, "refused");

    private static OriginState After(OriginState state, Contact contact, double began, double ended) =>
        OriginMachine.Observe(state, contact, Start.AddSeconds(began), Seen.At(Start.AddSeconds(ended)));

    [Theory]
    [InlineData(nameof(ContactKind.Answered))]
    [InlineData(nameof(ContactKind.Reached))]
    public void What_was_asked_before_the_first_failure_breaks_no_series(string kind)
    {
        var late = new Contact(Enum.Parse<ContactKind>(kind), null);
        var state = After(OriginState.Unknown, Refused, 1, 1.01);
        state = After(state, late, 0.99, 1.5);
        state = After(state, Refused, 6, 6.01);
        state = After(state, Refused, 11.2, 11.21);
        OriginMachine.IsConfirmed(state).ShouldBeTrue();
    }

    [Fact]
    public void Answer_to_what_was_asked_since_the_first_failure_began_breaks_the_series()
    {
        var state = After(OriginState.Unknown, Refused, 1, 3);
        state = After(state, new Contact(ContactKind.Answered, null), 1, 3.5);
        state.Failures.ShouldBe(0);
    }
}
