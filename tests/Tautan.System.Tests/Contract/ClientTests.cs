using System.Net.Http.Headers;
using System.Reflection;

namespace Tautan.SystemTests.Contract;

/// <summary>What others make of the document.</summary>
public sealed class ClientTests(ContractInstallation installation) : IClassFixture<ContractInstallation>
{
    [Fact]
    public async Task Client_generated_from_the_document_creates_a_link_and_reads_why_another_was_refused()
    {
        var assembly = await GeneratedClient.MakeAsync(installation.Document.ToJsonString(), TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = installation.Client.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", installation.Key);
        dynamic client = Activator.CreateInstance(assembly.GetType("Generated.TautanClient")!, http)!;

        dynamic request = Activator.CreateInstance(assembly.GetType("Generated.NewLinkRequest")!)!;
        dynamic destination = Activator.CreateInstance(assembly.GetType("Generated.DestinationRequest")!)!;
        destination.Url = new Uri("https://a.example/generated");
        request.Slug = "generated";
        request.Destinations.Add(destination);
        dynamic link = await CallAsync(client, "CreateLinkAsync", null, request);
        ((string)link.Slug).ShouldBe("generated");
        ((Uri)link.ShortUrl).AbsolutePath.ShouldBe("/generated");

        dynamic read = await CallAsync(client, "GetLinkAsync", link.Id);
        ((Guid)read.Id).ShouldBe((Guid)link.Id);
        Exception refused = await Should.ThrowAsync<Exception>(async () => await CallAsync(client, "CreateLinkAsync", null, request));
        ((int)((dynamic)refused).StatusCode).ShouldBe(409);
        ((string)((dynamic)refused).Result.Code).ShouldBe("slug_taken");
    }

    private static async Task<object> CallAsync(object client, string name, params object?[] arguments)
    {
        var method = client.GetType().GetMethods().Single(method => method.Name == name && method.GetParameters().Length == arguments.Length);
        var task = (Task)method.Invoke(client, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        await task;
        return ((dynamic)task).Result;
    }
}
