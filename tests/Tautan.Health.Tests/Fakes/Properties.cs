using FsCheck;

namespace Tautan.Health.Tests.Fakes;

internal static class Properties
{
    /// <summary>Tries a property on so many cases, and says nothing unless one is false.</summary>
    public static void ShouldHold(this Property property, int cases = 200) =>
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(cases).WithEndSize(120).WithQuietOnSuccess(true));
}
