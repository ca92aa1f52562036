using Tautan.Health.Pages;

namespace Tautan.Health.Tests.Pages;

public sealed class NotFoundTitlesTests
{
    [Theory]
    [InlineData("404")]
    [InlineData("404 Not Found")]
    [InlineData("Error 404 (Not Found)!!1")]
    [InlineData("404 - File or directory not found.")]
    [InlineData("Page not found | Shop")]
    [InlineData("Shop – Page Not Found")]
    [InlineData("Shop | 404")]
    [InlineData("HTTP 404")]
    [InlineData("Not Found")]
    [InlineData("Oops! That page can't be found.")]
    [InlineData("This page does not exist")]
    [InlineData("The page you requested is no longer available")]
    [InlineData("Product not available - Shop")]
    [InlineData("Video unavailable: this video is not available")]
    [InlineData("Seite nicht gefunden - Laden")]
    [InlineData("Page introuvable")]
    [InlineData("Página no encontrada")]
    [InlineData("Página não encontrada")]
    [InlineData("Pagina non trovata")]
    [InlineData("Pagina niet gevonden")]
    [InlineData("Halaman tidak ditemukan")]
    [InlineData("Страница не найдена")]
    [InlineData("ページが見つかりません")]
    [InlineData("页面不存在")]
    [InlineData("페이지를 찾을 수 없습니다")]
    public void Title_that_says_not_found_is_recognised(string title) => NotFoundTitles.Says(title).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Spring sale")]
    [InlineData("Peugeot 404 for sale")]
    [InlineData("Room 404, Hotel Central")]
    [InlineData("4040 ways to cook rice")]
    [InlineData("Lost and found")]
    [InlineData("Founders of the page")]
    [InlineData("We found 12 articles")]
    [InlineData("Available now: page turners")]
    [InlineData("Animals that no longer exist")]
    [InlineData("Dios no existe: un ensayo")]
    [InlineData("How existence precedes essence")]
    public void Any_other_title_is_not(string? title) => NotFoundTitles.Says(title).ShouldBeFalse();
}
