using FsCheck;
using FsCheck.Fluent;
using Tautan.Health.Probing;
using Tautan.Health.Timing;
using Tautan.Health.Verdicts;

namespace Tautan.Health.Tests.Verdicts;

internal enum What
{
    Success,
    Failure,
    Hidden,
    Wait,
}

/// <summary>One thing that happens to a target or an origin.</summary>
internal sealed record Seen(What What, int SecondsLater)
{
    public static readonly Arbitrary<Seen[]> Stories = Gen.ArrayOf(
        from what in Gen.Frequency((4, Gen.Constant(What.Success)), (6, Gen.Constant(What.Failure)), (1, Gen.Constant(What.Hidden)), (1, Gen.Constant(What.Wait)))
        from later in Gen.Frequency((6, Gen.Choose(1, 12)), (2, Gen.Choose(20, 90)), (1, Gen.Choose(300, 1200)))
        select new Seen(what, later)).ToArbitrary();

    public Judgement Judgement => What switch
    {
        What.Success => Judgement.Ok,
        What.Failure => Judgement.Failure("http_status"),
        _ => Judgement.NotPublic("not_public"),
    };

    public Contact Contact => What switch
    {
        What.Success => new Contact(ContactKind.Answered, null),
        What.Failure => new Contact(ContactKind.Failed, "refused"),
        What.Wait => new Contact(ContactKind.Reached, null),
        _ => new Contact(ContactKind.None, null),
    };

    public static Moment At(DateTimeOffset at) => new(at, at);
}
