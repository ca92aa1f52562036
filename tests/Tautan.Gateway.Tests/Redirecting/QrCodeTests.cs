using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Net;
using System.Text;
using System.Xml.Linq;
using QRCoder;
using Tautan.Contracts.Clicks;
using Tautan.Gateway.Tests.Table;
using Tautan.Platform.QrCodes;

namespace Tautan.Gateway.Tests.Redirecting;

public sealed class QrCodeTests
{
    private const string A = "https://a.example/x";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_links_qr_code_says_its_short_url()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A));
        using var response = await edge.Client.GetAsync("/x/qr", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        response.Headers.CacheControl!.ToString().ShouldBe("public, max-age=3600");
        var body = await response.Content.ReadAsStringAsync(Token);
        body.ShouldBe(Encoding.ASCII.GetString(SvgPicture.Draw(new QrSymbol("https://base.example/x", 4, QrCodeLevel.M), Wanted(512))));
        ClickRecord.TryRead(edge.Clicks.ShouldHaveSingleItem(), out var click).ShouldBeTrue();
        click.Kind.ShouldBe(ClickKind.Qr);
        click.Status.ShouldBe(200);
        click.Destination.ShouldBe(Guid.Empty);
    }

    [Theory]
    [InlineData("/x/qr", null, "image/svg+xml")]
    [InlineData("/x/qr", "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", "image/svg+xml")]
    [InlineData("/x/qr", "image/png", "image/png")]
    [InlineData("/x/qr", "image/svg+xml;q=0.5,image/*", "image/png")]
    [InlineData("/x/qr?format=png", "image/svg+xml", "image/png")]
    [InlineData("/x/qr?format=svg", "image/png", "image/svg+xml")]
    [InlineData("/x/qr?format=svg&format=p%6Eg&utm=1&&=", null, "image/png")]
    public async Task It_comes_as_the_kind_of_picture_that_is_asked_for(string path, string? accept, string type)
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await edge.Client.SendAsync(request, Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        response.Headers.Vary.ShouldContain("Accept");
    }

    [Theory]
    [InlineData("size=63", "size")]
    [InlineData("size=2049", "size")]
    [InlineData("size=", "size")]
    [InlineData("size=1e3", "size")]
    [InlineData("size=-64", "size")]
    [InlineData("size=99999999999999999999", "size")]
    [InlineData("margin=21", "margin")]
    [InlineData("margin", "margin")]
    [InlineData("format=gif", "format")]
    [InlineData("format=%3Cscript%3E", "format")]
    [InlineData("size=64&margin=20&format=png", "size")]
    public async Task What_cannot_be_drawn_is_refused_by_name(string query, string parameter)
    {
        await using var edge = await RunningRedirects.StartAsync();
        var slug = new string('x', 100);
        edge.Table.Put(Links.Of(slug, A));
        using var response = await edge.Client.GetAsync($"/{slug}/qr?{query}", Token);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await response.Content.ReadAsStringAsync(Token);
        page.ShouldContain($"The parameter {parameter} must be ");
        page.ShouldNotContain("<script>");
        edge.Clicks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_has_the_picture_is_not_sent_it_again()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A));
        using var first = await edge.Client.GetAsync("/x/qr", Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x/qr") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await edge.Client.SendAsync(request, Token);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        using var other = new HttpRequestMessage(HttpMethod.Get, "/x/qr?size=64") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        (await edge.Client.SendAsync(other, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(64, 0)]
    [InlineData(100, 4)]
    [InlineData(512, 4)]
    [InlineData(2048, 20)]
    public void A_png_has_the_size_that_is_asked_for_and_each_module_in_its_place(int size, int margin)
    {
        var symbol = new QrSymbol("https://go.example/x", margin, QrCodeLevel.M);
        var pixels = Decode(PngPicture.Draw(symbol, Wanted(size)));
        pixels.Length.ShouldBe(size);
        var module = size / symbol.Width;
        var before = (size - (module * symbol.Width)) / 2;
        var wrong = 0;
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var (row, column) = ((int)Math.Floor((y - before) / (double)module), (int)Math.Floor((x - before) / (double)module));
                wrong += pixels[y][x] == symbol.IsDark(row, column) ? 0 : 1;
            }
        }

        wrong.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_symbol_is_that_of_the_library_with_the_margin_that_is_asked_for(int margin)
    {
        const string text = "https://go.example/x";
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var symbol = new QrSymbol(text, margin, QrCodeLevel.M);
        symbol.Width.ShouldBe(data.ModuleMatrix.Count - 8 + (2 * margin));
        for (var row = 0; row < symbol.Width; row++)
        {
            for (var column = 0; column < symbol.Width; column++)
            {
                var isMargin = Math.Min(row, column) < margin || Math.Max(row, column) >= symbol.Width - margin;
                symbol.IsDark(row, column).ShouldBe(!isMargin && data.ModuleMatrix[row - margin + 4][column - margin + 4]);
            }
        }
    }

    [Fact]
    public void An_svg_has_a_box_for_each_run_of_dark_modules()
    {
        var symbol = new QrSymbol("https://go.example/x", 2, QrCodeLevel.M);
        var svg = XDocument.Parse(Encoding.ASCII.GetString(SvgPicture.Draw(symbol, Wanted(300)))).Root!;
        svg.Attribute("width")!.Value.ShouldBe("300");
        svg.Attribute("viewBox")!.Value.ShouldBe($"0 0 {symbol.Width} {symbol.Width}");
        var drawn = new bool[symbol.Width, symbol.Width];
        foreach (var box in svg.Elements().Last().Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = box.Split([' ', 'h', 'v', 'H', 'z']).ToArray();
            for (var column = 0; column < int.Parse(numbers[2], null); column++)
                drawn[int.Parse(numbers[1], null), int.Parse(numbers[0], null) + column] = true;
        }

        for (var row = 0; row < symbol.Width; row++)
        {
            for (var column = 0; column < symbol.Width; column++)
                drawn[row, column].ShouldBe(symbol.IsDark(row, column));
        }
    }

    [Fact]
    public async Task The_longest_slug_there_is_has_a_qr_code()
    {
        await using var edge = await RunningRedirects.StartAsync();
        var longest = string.Concat(Enumerable.Repeat("😀", 128));
        edge.Table.Put(Links.Of(longest, A));
        (await edge.Client.GetAsync($"/{Uri.EscapeDataString(longest)}/qr?format=png", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Many_at_once_are_all_answered()
    {
        await using var edge = await RunningRedirects.StartAsync();
        edge.Table.Put(Links.Of("x", A));
        var answers = await Task.WhenAll(Enumerable.Range(64, 100).Select(size => edge.Client.GetByteArrayAsync($"/x/qr?format=png&size={size}", Token)));
        for (var size = 64; size < 164; size++)
            BinaryPrimitives.ReadInt32BigEndian(answers[size - 64].AsSpan(16)).ShouldBe(size);
    }

    // The chunks of a PNG (RFC 2083 §3.2), their checksums held against them, and its lines of a bit a pixel.
    private static bool[][] Decode(byte[] png)
    {
        var size = 0;
        var lines = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)).ShouldBe(Crc32.HashToUInt32(png.AsSpan(at + 4, 4 + length)));
            var content = png.AsSpan(at + 8, length).ToArray();
            if (png.AsSpan(at + 4, 4).SequenceEqual("IHDR"u8))
                size = BinaryPrimitives.ReadInt32BigEndian(content);
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                new ZLibStream(new MemoryStream(content), CompressionMode.Decompress).CopyTo(lines);
            at += 12 + length;
        }

        var bytes = lines.ToArray();
        var stride = 1 + ((size + 7) / 8);
        bytes.Length.ShouldBe(stride * size);
        return [.. Enumerable.Range(0, size).Select(y => Enumerable.Range(0, size)
            .Select(x => (bytes[(y * stride) + 1 + (x / 8)] & (0x80 >> (x % 8))) == 0).ToArray())];
    }

    private static QrCodeRequest Wanted(int size) => new(size, 4, QrCodeFormat.Png, QrCodeLevel.M, QrColor.Black, QrColor.White);
}
