using Tautan.Testing.OpenApi;

namespace Tautan.SystemTests.Contract;

/// <summary>What <c>/openapi/v1.json</c> says.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task Document_says_what_the_endpoints_say()
    {
        var text = DocumentWriter.Text(await Document.WriteAsync(TestContext.Current.CancellationToken));
        if (Environment.GetEnvironmentVariable(Document.WriteVariable) is not null)
            await File.WriteAllTextAsync(Document.Kept, text, TestContext.Current.CancellationToken);
        (await File.ReadAllTextAsync(Document.Kept, TestContext.Current.CancellationToken)).ShouldBe(text, $"The endpoints have changed; run this test with {Document.WriteVariable}=1 and look at the difference.");
    }
}
