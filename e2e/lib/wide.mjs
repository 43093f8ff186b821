/** By how many pixels a page is wider than the screen. Not against `innerWidth`: on a telephone that grows with what sticks out. */
export const tooWide = async (page) => (await page.evaluate(() => document.documentElement.scrollWidth)) - page.viewportSize().width;
