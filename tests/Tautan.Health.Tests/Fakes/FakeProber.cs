using System.Collections.Concurrent;
using Tautan.Health.Probing;

namespace Tautan.Health.Tests.Fakes;

/// <summary>Says what the test says that a URL says.</summary>
internal sealed class FakeProber : IProber
{
    private readonly ConcurrentDictionary<string, Func<ProbeRequest, CancellationToken, Task<ProbeResult>>> _answers = new();

    public ConcurrentQueue<string> Asked { get; } = new();

    public void Answers(string url, int status = 200) => _answers[url] = (request, _) => Task.FromResult(Sample.Answer(request.Url, status));

    public void Refuses(string url) => _answers[url] = (request, _) => Task.FromResult(Sample.Fail(request.Url));

    public void Does(string url, Func<ProbeRequest, CancellationToken, Task<ProbeResult>> answer) => _answers[url] = answer;

    public Task<ProbeResult> ProbeAsync(ProbeRequest request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request.Url);
        return _answers.TryGetValue(request.Url, out var answer) ? answer(request, cancellationToken) : Task.FromResult(Sample.Answer(request.Url));
    }
}
