using System.Text;
using Tautan.Links.Importing;
using Tautan.Links.Importing.Sources;

namespace Tautan.Links.Tests.Importing;

/// <summary>Whatever bytes come, a reader ends, and all that goes wrong is told as such.</summary>
public sealed class ParserFuzzTests
{
    private const string Csv = "url;slug;title;tags;createdAt;clicks;metadata;health\r\n\"https://a.example/;x\";s1;\"A \"\"b\"\"\nc\";x|y;2020-01-01T00:00:00Z;5;\"{\"\"k\"\":\"\"v\"\"}\";\r\nhttps://b.example/;ünï;;;;;;\r\n";
    private const string Lines = "{\"slug\":\"s\",\"destinations\":[{\"url\":\"https://a.example/\"}],\"createdAt\":\"2020-01-01T00:00:00Z\",\"importedClicks\":5,\"health\":{\"intervalSeconds\":30}}\n\n{\"destinations\":[{\"url\":\"https://b.example/ü\"}]}\n";
    private const string Dump = "-- x\n/*!40101 SET NAMES utf8 */;\nINSERT INTO `yourls_url` (`keyword`,`url`,`title`,`timestamp`,`ip`,`clicks`) VALUES ('a','https://a.example/','It\\'s','2020-01-01 00:00:00','',1),('b','https://b.example/','x''y',NULL,'',0);\n";

    public static TheoryData<string, int> Seeds => [.. from source in new[] { ImportSources.Csv, ImportSources.Tautan, ImportSources.YourlsSql } from seed in Enumerable.Range(0, 8) select (source, seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_mutated_file_is_read_to_an_end(string source, int seed)
    {
        var random = new Random(seed);
        var whole = Encoding.UTF8.GetBytes(source switch { ImportSources.Csv => Csv, ImportSources.Tautan => Lines, _ => Dump });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        for (var i = 0; i < 400; i++)
        {
            var bytes = Mutate(random, whole);
            IImportSource reader = source switch
            {
                ImportSources.Csv => new CsvFile(() => new MemoryStream(bytes), new Dictionary<string, string>()),
                ImportSources.Tautan => new JsonLines(() => new MemoryStream(bytes)),
                _ => new YourlsDump(() => new MemoryStream(bytes)),
            };
            try
            {
                var rows = 0;
                await foreach (var row in reader.ReadAsync(0, patience.Token))
                {
                    (row.Request is null).ShouldBe(row.Error is not null);
                    row.Line.ShouldBeGreaterThan(0);
                    rows++;
                }

                rows.ShouldBeLessThan(2000);
            }
            catch (ImportException exception)
            {
                exception.Message.ShouldNotBeNullOrEmpty();
            }
        }
    }

    [Fact]
    public async Task What_was_taken_is_not_read_again()
    {
        var lines = string.Concat(Enumerable.Range(0, 25).Select(i => $"{{\"slug\":\"s{i}\",\"destinations\":[{{\"url\":\"https://a.example/\"}}]}}\n"));
        var reader = new JsonLines(() => new MemoryStream(Encoding.UTF8.GetBytes(lines)));

        var slugs = new List<string?>();
        await foreach (var row in reader.ReadAsync(20, TestContext.Current.CancellationToken))
            slugs.Add(row.Request!.Slug);

        slugs.ShouldBe(["s20", "s21", "s22", "s23", "s24"]);
    }

    private static byte[] Mutate(Random random, byte[] whole)
    {
        var bytes = whole.ToList();
        for (var n = random.Next(1, 8); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)"\"'\\\n;,(){}\0\xff"[random.Next(12)], random.Next(1, 6)));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(0, Math.Min(bytes.Count, random.Next(60))));
                    break;
            }

            if (bytes.Count == 0)
                bytes.Add(0);
        }

        return [.. bytes];
    }
}
