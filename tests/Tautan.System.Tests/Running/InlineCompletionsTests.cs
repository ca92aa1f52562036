using Tautan.Serving;

namespace Tautan.SystemTests.Running;

public sealed class InlineCompletionsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(true, "gateway")]
    [InlineData(false, "links")]
    [InlineData(false, "gateway", "links", "health")]
    public void Only_a_process_in_which_nothing_blocks_has_them(bool expected, params string[] services) =>
        InlineCompletions.AreFor(new ServeOptions(services, "/data", IsHouse: false, new HashSet<string>())).ShouldBe(expected);
}
